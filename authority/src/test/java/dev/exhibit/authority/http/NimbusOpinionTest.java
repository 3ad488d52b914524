package dev.exhibit.authority.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.X509CertificateConfirmation;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.RunningAuthority;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestIssuer;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the authority answers, another hand's library for OAuth and OpenID Connect reads; what that makes, it takes. */
class NimbusOpinionTest {
    private static final String GRANT = "grant_type=client_credentials&client_id=build";
    private static final URI TOKEN = URI.create(AuthorityFixture.ISSUER + "/token");

    private final RunningAuthority authority = new RunningAuthority();

    @AfterEach
    void close() {
        authority.close();
    }

    @Test
    void discoveryIsBothKindsOfMetadata() throws ParseException {
        OIDCProviderMetadata provider = OIDCProviderMetadata.parse(get("/.well-known/openid-configuration"));
        assertThat(provider.getIssuer().getValue()).isEqualTo(AuthorityFixture.ISSUER);
        AuthorizationServerMetadata server =
                AuthorizationServerMetadata.parse(get("/.well-known/oauth-authorization-server"));
        assertThat(server.getTokenEndpointURI()).isEqualTo(TOKEN);
        assertThat(server.getJWKSetURI()).isEqualTo(URI.create(AuthorityFixture.ISSUER + "/jwks"));
        assertThat(server.getGrantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
        assertThat(server.getTokenEndpointAuthMethods())
                .containsExactlyInAnyOrder(
                        ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        assertThat(server.supportsTLSClientCertificateBoundAccessTokens()).isTrue();
        assertThat(server.getDPoPJWSAlgs()).contains(JWSAlgorithm.ES256);
    }

    @Test
    void itsProofsAreTakenAndItTakesTheTokenBoundToThem() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();

        RawClient.Reply refused = ask(key, Optional.empty());
        assertThat(TokenErrorResponse.parse(response(refused)).getErrorObject()).isEqualTo(OAuth2Error.USE_DPOP_NONCE);
        RawClient.Reply reply = ask(key, Optional.of(refused.header("dpop-nonce")));

        DPoPAccessToken token =
                AccessTokenResponse.parse(response(reply)).getTokens().getDPoPAccessToken();
        JWTClaimsSet claims = claims(token.getValue());
        assertThat(JWKThumbprintConfirmation.parse(claims)).isEqualTo(JWKThumbprintConfirmation.of(key));
        assertThat(X509CertificateConfirmation.parse(claims).getValue().toString())
                .isEqualTo(TestIssuer.thumbprint(authority.certificate()));
        assertThat(claims.getIssueTime().toInstant().plusSeconds(token.getLifetime()))
                .isEqualTo(claims.getExpirationTime().toInstant());
    }

    @Test
    void itReadsRefusals() throws ParseException {
        RawClient.Reply reply = authority.build().form("/token", "grant_type=password&client_id=build");
        assertThat(TokenErrorResponse.parse(response(reply)).getErrorObject().getCode())
                .isEqualTo(OAuth2Error.UNSUPPORTED_GRANT_TYPE.getCode());
    }

    private RawClient.Reply ask(ECKey key, Optional<String> nonce) throws Exception {
        String proof = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                .createDPoPJWT(
                        new JWTID(),
                        "POST",
                        TOKEN,
                        Date.from(authority.now()),
                        null,
                        nonce.map(Nonce::new).orElse(null))
                .serialize();
        return authority.build().form("/token", GRANT, "DPoP: " + proof);
    }

    /** The claims, after all checks of RFC 9068 section 4 that a library can make. */
    private JWTClaimsSet claims(String token) throws Exception {
        Instant now = authority.now();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(get("/jwks")))));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        AuthorityFixture.AUDIENCE,
                        new JWTClaimsSet.Builder()
                                .issuer(AuthorityFixture.ISSUER)
                                .build(),
                        Set.of("sub", "client_id", "iat", "exp", "jti", "tenant", "cnf")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(now);
                    }
                });
        return processor.process(token, null);
    }

    private String get(String path) {
        RawClient.Reply reply = authority.anonymous().request("GET", path);
        assertThat(reply.status()).isEqualTo(200);
        return reply.text();
    }

    private static HTTPResponse response(RawClient.Reply reply) throws ParseException {
        HTTPResponse response = new HTTPResponse(reply.status());
        reply.headers().forEach(response::setHeader);
        response.setBody(reply.text());
        return response;
    }
}
