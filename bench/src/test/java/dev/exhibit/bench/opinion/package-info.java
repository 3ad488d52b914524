/**
 * Second opinions: the same bundles judged by our verifier and by foreign ones, each in a process of its own. Test code
 * of {@code bench} only. It trusts no judge: what it finds is where they differ. For one thread unless said otherwise.
 */
@NullMarked
package dev.exhibit.bench.opinion;

import org.jspecify.annotations.NullMarked;
