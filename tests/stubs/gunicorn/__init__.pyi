from gunicorn import util as util
