package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.ObjectStore.Stray;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares all that is kept with itself, step by step; every byte is read. Finds the same whether the service is at work. */
public final class Fsck {
    /** Up to so many blobs a tenant's are looked at in one piece. */
    private static final int SMALL = 20_000;

    private final StoredRows rows;
    private final ObjectStore objects;
    private final CheckLogs logs;
    private final List<AuditSource> audits;
    private final Mending mending;

    /**
     * What is looked at.
     *
     * @param files of logs
     * @param audits the records of every room
     */
    public record Parts(StoredRows rows, ObjectStore objects, CheckLog files, LogKeys keys, List<AuditSource> audits) {
        public Parts {
            audits = List.copyOf(audits);
        }
    }

    /**
     * @param mending what is done about damaged blobs
     * @param repair whether the files of logs are mended, too
     */
    public Fsck(Parts parts, SignatureChecker checker, Mending mending, boolean repair) {
        this.rows = parts.rows();
        this.objects = parts.objects();
        this.logs = new CheckLogs(parts.rows(), parts.files(), parts.keys(), checker, repair);
        this.audits = parts.audits();
        this.mending = mending;
    }

    /**
     * A piece of the work.
     *
     * @param name says which, the same in every run
     * @param work to be done once
     */
    public record Step(String name, Consumer work) {
        /** Looks, and tells a tally. */
        public interface Consumer {
            void look(Tally tally);
        }
    }

    /**
     * The steps of a check, in their order.
     *
     * @param tenants those that are registered, or asked for
     * @param all whether objects of others are looked at, too
     */
    public List<Step> steps(Collection<TenantId> tenants, boolean all, Part part) {
        SortedSet<TenantId> every = new TreeSet<>(Comparator.comparing(TenantId::value));
        every.addAll(tenants);
        List<Step> steps = new ArrayList<>();
        if (all) {
            every.addAll(objects.tenants());
            steps.addAll(first(part, "store", this::strays));
        }
        for (TenantId tenant : every) {
            Function<String, String> named = name -> tenant + "/" + name;
            steps.addAll(first(part, named.apply("logs"), tally -> logs.run(tenant, tally)));
            steps.addAll(first(part, named.apply("journal"), tally -> new CheckJournal(rows, tenant, tally).run()));
            steps.addAll(first(part, named.apply("audit"), tally -> new CheckAudit(rows, tenant, tally).run(audits)));
            steps.addAll(first(part, named.apply("keeping"), tally -> keeping(tenant, tally)));
            part.shelves(rows.isSmall(tenant, SMALL))
                    .forEach(shelf ->
                            steps.add(new Step(named.apply(shelf.name()), tally -> shelf(tenant, shelf, tally))));
        }
        return List.copyOf(steps);
    }

    private static List<Step> first(Part part, String name, Step.Consumer work) {
        return part.isFirst() ? List.of(new Step(name, work)) : List.of();
    }

    private void shelf(TenantId tenant, Shelf shelf, Tally tally) {
        new CheckShelf(rows, objects, mending, tenant, tally).run(shelf);
        new CheckChains(rows, tenant, tally).run(shelf.span());
    }

    private void strays(Tally tally) {
        objects.strays(stray -> tally.found(new Finding(kind(stray.kind()), "", stray.path(), what(stray.kind()))));
    }

    private static Kind kind(Stray.Kind kind) {
        return switch (kind) {
            case FOREIGN -> Kind.FOREIGN;
            case SHADOW -> Kind.SHADOW;
            case DELETE_MARKER -> Kind.DELETE_MARKER;
        };
    }

    private static String what(Stray.Kind kind) {
        return switch (kind) {
            case FOREIGN -> "no name of ours";
            case SHADOW -> "an older version below the latest: somebody wrote over it";
            case DELETE_MARKER -> "somebody removed it by a marker; the version below it is still there";
        };
    }

    /** Rules, removals, and names that belong to no part. */
    private void keeping(TenantId tenant, Tally tally) {
        rows.unkept(tenant).forEach(what -> tally.found(Kind.DRIFT, tenant, "retention", what));
        for (Area area : List.of(Area.SHA256, Area.MANIFEST)) {
            objects.names(
                    tenant,
                    area,
                    "",
                    name -> foreign(tally, name, ChunkedBlobs.digest(name).isPresent()));
        }
        Set<String> logsOfOurs =
                Stream.of(LogName.values()).map(log -> log.wire() + "/").collect(Collectors.toSet());
        objects.names(tenant, Area.LOG, "", name -> foreign(tally, name, logsOfOurs.contains(begin(name))));
    }

    private static String begin(ObjectName name) {
        return name.path().substring(0, name.path().indexOf('/') + 1);
    }

    private static void foreign(Tally tally, ObjectName name, boolean ours) {
        if (!ours) {
            tally.found(Kind.FOREIGN, name.tenant(), name.area().folder() + "/" + name.path(), "no name of ours");
        }
    }
}
