package dev.exhibit.bench.opinion;

/** Somebody who judges bundles. The same question always gets the same verdict. */
public interface Judge {
    /** Never throws because of the question: what a judge trips over, it refuses. */
    Opinion judge(Question question);
}
