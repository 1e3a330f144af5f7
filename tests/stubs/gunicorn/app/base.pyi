from gunicorn.arbiter import Arbiter as Arbiter
