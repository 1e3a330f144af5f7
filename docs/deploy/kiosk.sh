#!/bin/sh
# The command `kiosk` for root: as the account of the server, for its instance folder.
exec runuser -u kiosk -- /opt/kiosk/bin/kiosk --instance /var/lib/kiosk/instance "$@"
