// The verifier library of Sigstore as others use it: by a managed key, with a log entry and a timestamp demanded.
//
//	sigstore-go BUNDLE KEY.pem TRUSTED_ROOT ARTIFACT
//
// Exit code 0 and the verified time if all holds; 1 and the reason if not.
package main

import (
	"crypto"
	"fmt"
	"os"
	"time"

	"github.com/sigstore/sigstore-go/pkg/bundle"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore-go/pkg/verify"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: sigstore-go BUNDLE KEY.pem TRUSTED_ROOT ARTIFACT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "sigstore-go:", err)
		os.Exit(1)
	}
}

// keyed believes what a trust root says, and one key for ever.
type keyed struct {
	*root.TrustedRoot
	key root.TimeConstrainedVerifier
}

func (k keyed) PublicKeyVerifier(string) (root.TimeConstrainedVerifier, error) { return k.key, nil }

func run(bundleFile, keyFile, rootFile, artifactFile string) error {
	pem, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	key, err := cryptoutils.UnmarshalPEMToPublicKey(pem)
	if err != nil {
		return err
	}
	verifier, err := signature.LoadVerifier(key, crypto.SHA256)
	if err != nil {
		return err
	}
	trusted, err := root.NewTrustedRootFromPath(rootFile)
	if err != nil {
		return err
	}
	entity, err := bundle.LoadJSONFromPath(bundleFile)
	if err != nil {
		return err
	}
	material := keyed{trusted, root.NewExpiringKey(verifier, time.Time{}, time.Time{})}
	checker, err := verify.NewVerifier(material, verify.WithTransparencyLog(1), verify.WithSignedTimestamps(1))
	if err != nil {
		return err
	}
	artifact, err := os.Open(artifactFile)
	if err != nil {
		return err
	}
	defer artifact.Close()
	result, err := checker.Verify(entity, verify.NewPolicy(verify.WithArtifact(artifact), verify.WithKey()))
	if err != nil {
		return err
	}
	for _, stamp := range result.VerifiedTimestamps {
		fmt.Println("verified", stamp.Type, stamp.Timestamp.UTC().Format(time.RFC3339))
	}
	return nil
}
