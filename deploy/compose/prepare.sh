#!/bin/sh
# Makes what compose.yaml and kube.yaml mount: passwords, and certificates of an authority of its own, below ./secrets.
# What is there already is kept. Needs openssl. NAME… are further names by which Exhibit calls this machine.
set -eu
umask 077
cd "$(dirname -- "$0")"
mkdir -p secrets
cd secrets

password() { [ -s "$1" ] || openssl rand -hex 24 | tr -d '\n' >"$1"; }
for name in postgres migrate signer evidence boundary authority s3-root s3-secret; do password "$name.password"; done
[ -s s3-access ] || printf 'exhibit' >s3-access

if ! [ -s ca.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Exhibit compose' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' -keyout ca.key -out ca.pem
fi

names=DNS:localhost,DNS:postgres,DNS:s3,IP:127.0.0.1
for name in "$@"; do names=$names,DNS:$name; done
for server in postgres s3; do
  [ -s "$server.pem" ] && continue
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names" >extensions
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$server" -keyout "$server.key" -out request
  openssl x509 -req -in request -CA ca.pem -CAkey ca.key -days 397 -extfile extensions -out "$server.pem"
  rm request extensions
done
printf 'made %s\n' "$PWD"
