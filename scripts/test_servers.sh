#!/bin/sh
# Finds the servers and the browser that the tests drive; installs them with apt where that is allowed, else names them.
set -u
missing=""
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
jar=google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar
[ -e "/usr/lib/$jar" ] || [ -e "$HOME/$jar" ] || missing="$missing google-cloud-cli-firestore-emulator"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -z "$missing" ] && exit 0

left=""
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    for package in $missing; do # one by one: not every archive has Google's
        apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || left="$left $package"
    done
else
    left=$missing
fi
[ -z "$left" ] || echo "NOTE: these are missing, and the tests that need them will say so and be skipped:$left"
