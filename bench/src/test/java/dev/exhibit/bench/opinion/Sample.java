package dev.exhibit.bench.opinion;

/**
 * One bundle to be judged.
 *
 * @param number in its run
 * @param kind of bundle it was made from
 * @param change what was done to it
 * @param place where, as a JSON pointer with indexes left open; empty for the document
 * @param question what is asked
 */
public record Sample(int number, String kind, String change, String place, Question question) {
    @Override
    public String toString() {
        return "#" + number + " " + kind + ", " + change + (place.isEmpty() ? "" : " at " + place);
    }
}
