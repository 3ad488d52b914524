#!/bin/sh
# Makes the bucket, with versions and Object Lock, and the account that Exhibit uses: it reads, writes and removes objects of
# that bucket, and can neither bypass a lock nor change the bucket. May be run again. Wants mc, of the image of the server.
set -eu
export MC_CONFIG_DIR="${MC_CONFIG_DIR:-/tmp/mc}"
secrets=${SECRETS:-/run/secrets}
server=${SERVER:-https://s3:9000}
mkdir -p "$MC_CONFIG_DIR/certs/CAs"
cp "$secrets/ca.pem" "$MC_CONFIG_DIR/certs/CAs/"
until mc alias set --quiet store "$server" root "$(cat "$secrets/s3-root.password")" >/dev/null; do sleep 1; done

mc mb --quiet --ignore-existing --with-lock store/evidence
mc version enable --quiet store/evidence
cat >"$MC_CONFIG_DIR/exhibit.json" <<'JSON'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
      "Resource": ["arn:aws:s3:::evidence"]
    },
    {
      "Effect": "Allow",
      "Action": [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion",
        "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectRetention"
      ],
      "Resource": ["arn:aws:s3:::evidence/*"]
    }
  ]
}
JSON
mc admin policy create --quiet store exhibit "$MC_CONFIG_DIR/exhibit.json"
mc admin user add --quiet store "$(cat "$secrets/s3-access")" "$(cat "$secrets/s3-secret.password")"
mc admin policy attach --quiet store exhibit --user "$(cat "$secrets/s3-access")" || true # it is attached already
