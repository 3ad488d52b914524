package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
)

// ecdsaVerifier takes the signatures of the private Sigstore's logs: DER over SHA-256, the hint from the key's hash.
type ecdsaVerifier struct {
	name string
	key  *ecdsa.PublicKey
	hint uint32
}

func (v *ecdsaVerifier) Name() string    { return v.name }
func (v *ecdsaVerifier) KeyHash() uint32 { return v.hint }
func (v *ecdsaVerifier) Verify(message, signature []byte) bool {
	digest := sha256.Sum256(message)
	return ecdsa.VerifyASN1(v.key, digest[:], signature)
}

func readVerifier(origin, file string) (*ecdsaVerifier, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s: no PEM", file)
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, errors.New("the log's key is not ECDSA")
	}
	id := sha256.Sum256(block.Bytes)
	return &ecdsaVerifier{name: origin, key: key, hint: binary.BigEndian.Uint32(id[:4])}, nil
}

func httpClient(authorities []string) (*http.Client, error) {
	if len(authorities) == 0 {
		return http.DefaultClient, nil
	}
	text, err := os.ReadFile(authorities[0])
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: no certificate", authorities[0])
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}, nil
}

func check(ctx context.Context, origin, keyFile, address string, authorities []string) error {
	verifier, err := readVerifier(origin, keyFile)
	if err != nil {
		return err
	}
	web, err := httpClient(authorities)
	if err != nil {
		return err
	}
	root, err := url.Parse(address)
	if err != nil {
		return err
	}
	source, err := client.NewHTTPFetcher(root, web)
	if err != nil {
		return err
	}
	before, _, _, err := client.FetchCheckpoint(ctx, source.ReadCheckpoint, verifier, origin)
	if err != nil {
		return err
	}
	if err := fsck.New(origin, verifier, source, leafHashes, fsck.Opts{N: 4}).Check(ctx); err != nil {
		return err
	}
	fmt.Printf("checked a log of %d entries or more\n", before.Size)
	return nil
}

func leafHashes(bundle []byte) ([][]byte, error) {
	entries := api.EntryBundle{}
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}
