#!/bin/sh
# Written by `groundwire hooks install cline`; `groundwire hooks uninstall cline` takes it away.
# Cline holds its agent up when a hook fails, so a Groundwire that is gone is no failure.
@COMMAND@ || echo '{"cancel": false}'
