"""Operations on an instance as a whole, beside requests."""
