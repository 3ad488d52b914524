package dev.exhibit.boundary.token.valkey;

import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ServerTrust;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Connections to a server, opened when they are needed. */
final class ValkeyPool {
    private static final int CONNECTIONS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private ValkeyPool() {}

    static JedisPool open(ValkeyServer server, Secrets secrets) {
        GenericObjectPoolConfig<Jedis> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        pool.setJmxEnabled(false);
        // After a restart of the server no request has to find out that its connection is gone.
        pool.setTestOnBorrow(true);
        return new JedisPool(pool, new HostAndPort(server.host(), server.port()), client(server, secrets));
    }

    private static DefaultJedisClientConfig client(ValkeyServer server, Secrets secrets) {
        int millis = Math.toIntExact(PATIENCE.toMillis());
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .clientName("exhibit");
        server.password()
                .ifPresent(password -> client.credentialsProvider(
                        () -> new DefaultRedisCredentials(server.user().orElse("default"), secrets.read(password))));
        if (server.tls()) {
            SSLContext trust = server.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
            SSLParameters named = trust.getDefaultSSLParameters();
            named.setEndpointIdentificationAlgorithm("HTTPS");
            named.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            client.ssl(true).sslSocketFactory(trust.getSocketFactory()).sslParameters(named);
        }
        return client.build();
    }
}
