package dev.exhibit.bench.opinion;

/** Somebody who judges bundles. The same question always gets the same verdict. */
public interface Judge {
    /** Makes ready what stays the same from one verification to the next: trust and demands. */
    Prepared prepare(Question question);

    /** Prepares and judges. */
    default Opinion judge(Question question) {
        return prepare(question).judge();
    }

    /** One verification, from the bundle's bytes on. */
    interface Prepared {
        /** Never throws because of the question: what a judge trips over, it refuses. */
        Opinion judge();
    }
}
