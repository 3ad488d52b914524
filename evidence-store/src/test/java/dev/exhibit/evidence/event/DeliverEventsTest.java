package dev.exhibit.evidence.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.event.EventFeed.Lease;
import dev.exhibit.evidence.index.PostgresEventFeed;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliverEventsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private final EventFeed feed = new PostgresEventFeed(DATABASE.database());
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    /** Notes positions; {@code first} may refuse. */
    private record Noted(List<Long> taken, Consumer<CloudEvent> first) implements EventSink {
        @Override
        public String name() {
            return "noted";
        }

        @Override
        public void deliver(CloudEvent event) {
            first.accept(event);
            taken.add(event.position());
        }
    }

    @Test
    void everythingIsDeliveredOnceAndInOrder() {
        TenantId tenant = journal("in-order", 250);
        Noted sink = new Noted(new ArrayList<>(), event -> {});
        DeliverEvents deliver = deliver(sink);
        assertThat(deliver.run(tenant)).isEqualTo(250);
        assertThat(deliver.run(tenant)).isZero();
        assertThat(sink.taken())
                .containsExactlyElementsOf(LongStream.range(0, 250).boxed().toList());
        assertThat(deliver.problem()).isEmpty();
    }

    @Test
    void aSinkThatRefusesIsAskedAgainLaterWithTheSame() {
        TenantId tenant = journal("refuses", 3);
        List<String> asked = new ArrayList<>();
        Noted sink = new Noted(new ArrayList<>(), event -> {
            asked.add(event.leaf().hex());
            if (asked.size() < 3) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "not now");
            }
        });
        DeliverEvents deliver = deliver(sink);
        assertThat(deliver.run(tenant)).isZero();
        assertThat(deliver.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("noted", "not now"));
        assertThat(deliver.run(tenant)).as("not before its time").isZero();
        assertThat(asked).hasSize(1);
        now = now.plusSeconds(1);
        assertThat(deliver.run(tenant)).isZero();
        now = now.plusSeconds(1);
        assertThat(deliver.run(tenant)).as("the pause has doubled").isZero();
        assertThat(asked).hasSize(2);
        now = now.plusSeconds(1);
        assertThat(deliver.run(tenant)).isEqualTo(3);
        assertThat(asked.subList(0, 3)).containsOnly(asked.getFirst());
        assertThat(deliver.problem()).isEmpty();
    }

    @Test
    void nothingIsLostOverCrashesAtRandomPlaces() {
        TenantId tenant = journal("crashes", 60);
        List<Long> taken = new ArrayList<>();
        Random random = new Random(7);
        for (int life = 0; life < 400 && taken.stream().distinct().count() < 60; life++) {
            Noted sink = new Noted(taken, event -> {
                if (random.nextInt(5) == 0) {
                    throw new IllegalStateException("killed before it was taken");
                }
            });
            try {
                deliver(new Dying(sink, random)).run(tenant);
            } catch (IllegalStateException killed) {
                endLeases(tenant);
            }
        }
        assertThat(new LinkedHashSet<>(taken))
                .containsExactlyElementsOf(LongStream.range(0, 60).boxed().toList());
    }

    /** Dies at times when the receiver has it and the service does not know. */
    private record Dying(EventSink inner, Random random) implements EventSink {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public void deliver(CloudEvent event) {
            inner.deliver(event);
            if (random.nextInt(5) == 0) {
                throw new IllegalStateException("killed after it was taken");
            }
        }
    }

    @Test
    void oneProcessDeliversAtATime() {
        TenantId tenant = journal("lease", 5);
        assertThat(lease(tenant).next()).isZero();
        Noted sink = new Noted(new ArrayList<>(), event -> {});
        now = now.plus(DeliverEvents.LEASE);
        assertThat(deliver(sink).run(tenant))
                .as("however far our clock is ahead")
                .isZero();
        endLeases(tenant);
        assertThat(deliver(sink).run(tenant)).as("whoever had it is gone").isEqualTo(5);
    }

    @Test
    void whoeverSleptGivesBackNobodyElsesLease() {
        TenantId tenant = journal("slept", 5);
        Lease slept = lease(tenant);
        endLeases(tenant);
        Lease other = lease(tenant);
        feed.release(tenant, "noted", slept);
        assertThat(feed.lease(tenant, "noted", DeliverEvents.LEASE))
                .as("still taken")
                .isEmpty();
        assertThat(feed.delivered(tenant, "noted", slept, 1, DeliverEvents.LEASE))
                .isFalse();
        assertThat(feed.delivered(tenant, "noted", other, 2, DeliverEvents.LEASE))
                .isTrue();
        feed.release(tenant, "noted", other);
        assertThat(lease(tenant).next()).isEqualTo(2);
    }

    /** Its lease ended while the receiver took its time: the other process goes on, and nothing comes a third time. */
    @Test
    void whoeverLostItsLeaseStops() {
        TenantId tenant = journal("lost-lease", 5);
        Noted other = new Noted(new ArrayList<>(), event -> {});
        Noted slow = new Noted(new ArrayList<>(), event -> {
            endLeases(tenant);
            assertThat(deliver(other).run(tenant)).isEqualTo(5);
            lease(tenant);
        });
        assertThat(deliver(slow).run(tenant)).isEqualTo(1);
        assertThat(slow.taken()).containsExactly(0L);
        assertThat(feed.lease(tenant, "noted", DeliverEvents.LEASE))
                .as("the third one still has it")
                .isEmpty();
    }

    private Lease lease(TenantId tenant) {
        return feed.lease(tenant, "noted", DeliverEvents.LEASE).orElseThrow();
    }

    private static void endLeases(TenantId tenant) {
        DATABASE.database()
                .inTenant(tenant, handle -> handle.execute("update delivery set leased_until = clock_timestamp()"));
    }

    @Test
    void whatIsNotInACheckpointIsNotTold() {
        TenantId tenant = journal("not-yet", 5);
        DATABASE.database().inTenant(tenant, handle -> handle.execute("update log set size = 3"));
        Noted sink = new Noted(new ArrayList<>(), event -> {});
        assertThat(deliver(sink).run(tenant)).isEqualTo(3);
    }

    @Test
    void anEventSaysWhatTheStandardWants() {
        TenantId tenant = journal("form", 1);
        CloudEvent event = feed.from(tenant, 0, 1).getFirst();
        assertThat(event.body().asLenientText())
                .isEqualTo("{\"data\":{\"at\":\"2026-01-01T12:00:00Z\",\"event\":\"test.happened\",\"number\":0,"
                        + "\"target\":\"sha256:0\"},\"datacontenttype\":\"application/json\",\"id\":\""
                        + event.leaf().hex() + "\",\"sequence\":\"0000000000000000000\",\"source\":\"//form.journal\","
                        + "\"specversion\":\"1.0\",\"subject\":\"sha256:0\",\"time\":\"2026-01-01T12:00:00Z\","
                        + "\"type\":\"dev.exhibit.test.happened\"}");
    }

    @Test
    void progressCannotGoBack() {
        TenantId tenant = journal("back", 5);
        Lease lease = lease(tenant);
        feed.delivered(tenant, "noted", lease, 4, Duration.ZERO);
        feed.delivered(tenant, "noted", lease, 2, Duration.ZERO);
        feed.release(tenant, "noted", lease);
        assertThat(lease(tenant).next()).isEqualTo(4);
        assertThatThrownBy(() -> DATABASE.database().inTenant(tenant, handle -> handle.execute("delete from delivery")))
                .hasMessageContaining("permission denied");
    }

    private DeliverEvents deliver(EventSink sink) {
        return new DeliverEvents(feed, sink, () -> now);
    }

    /** A journal of so many events, all in a checkpoint. */
    private TenantId journal(String name, int count) {
        TenantId tenant = new TenantId(name);
        DATABASE.database().inTenant(tenant, handle -> {
            handle.execute(
                    "insert into log (tenant, log, origin, key_id, size, placed, at, made_at) values (?, 'journal', ?, 'k', ?, ?, ?, now())",
                    name,
                    name + ".journal",
                    count,
                    count,
                    now.atOffset(ZoneOffset.UTC));
            for (int i = 0; i < count; i++) {
                Bytes body = CanonicalJson.of(Json.object()
                                .with("event", "test.happened")
                                .with("at", now.toString())
                                .with("target", "sha256:" + i)
                                .with("number", i))
                        .bytes();
                handle.execute(
                        "insert into log_entry (tenant, log, hash, body, queued_at, position) values (?, 'journal', ?, ?, ?, ?)",
                        name,
                        MerkleTree.leaf(body).bytes().toArray(),
                        body.toArray(),
                        now.atOffset(ZoneOffset.UTC),
                        i);
            }
            return count;
        });
        return tenant;
    }
}
