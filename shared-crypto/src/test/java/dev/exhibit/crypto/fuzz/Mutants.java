package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.encoding.Bytes;
import java.util.List;
import java.util.random.RandomGenerator;

/** Inputs that are nearly right. */
public final class Mutants {
    private Mutants() {}

    /** One to four changes: bytes set, parts cut out, doubled, or taken from another seed. */
    public static Bytes of(List<Bytes> seeds, RandomGenerator random) {
        Bytes data = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            data = change(data, seeds.get(random.nextInt(seeds.size())), random);
        }
        return data;
    }

    private static Bytes change(Bytes data, Bytes other, RandomGenerator random) {
        int start = random.nextInt(data.size() + 1);
        int end = Math.min(data.size(), start + random.nextInt(16));
        Bytes before = data.slice(0, start);
        Bytes after = data.slice(end, data.size());
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] noise = new byte[end - start];
                random.nextBytes(noise);
                yield Bytes.concat(before, Bytes.owned(noise), after);
            }
            case 1 -> Bytes.concat(before, after);
            case 2 -> Bytes.concat(before, data.slice(start, end), data.slice(start, data.size()));
            default -> {
                int from = random.nextInt(other.size() + 1);
                int to = Math.min(other.size(), from + random.nextInt(64));
                yield Bytes.concat(before, other.slice(from, to), after);
            }
        };
    }
}
