package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The default limits with one of them changed; written so that a further limit changes nothing here. */
final class Narrow {
    private Narrow() {}

    static Limits artifacts(long bytes) {
        return with("artifact", bytes);
    }

    static Limits documents(long bytes) {
        return with("document", bytes);
    }

    private static Limits with(String name, Object value) {
        try {
            RecordComponent[] components = Limits.class.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                boolean changed = components[i].getName().equals(name);
                values[i] = changed ? value : components[i].getAccessor().invoke(Limits.defaults());
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }
}
