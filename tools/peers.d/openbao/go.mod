// OpenBao 2.4.0, which cannot be installed by its own module path: its replace lines count in a main module only. They
// name folders of its repository; the same code is published as the modules that are required, or replaced, here.
module exhibit.example/openbao

go 1.24.6

require github.com/openbao/openbao v0.0.0-20250828202315-f9407a27fbee

replace github.com/openbao/openbao/api/auth/approle/v2 => github.com/openbao/openbao/api/auth/approle/v2 v2.0.1

replace github.com/openbao/openbao/api/auth/userpass/v2 => github.com/openbao/openbao/api/auth/userpass/v2 v2.0.1
