"""What is kept about clients, for those who have a right to it and for other programs: JSON complete, CSV a table."""
