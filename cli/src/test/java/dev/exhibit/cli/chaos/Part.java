package dev.exhibit.cli.chaos;

import java.util.random.RandomGenerator;

/** A process of an installation that may die. For one thread. */
interface Part {
    String name();

    /** kill -9, of it or of something in it; what that was. */
    String kill(RandomGenerator random);

    /** Starts what was killed, and waits for nothing that it has to put right first. */
    void startAgain();
}
