package dev.exhibit.cli;

/** The exhibit command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("exhibit");
    }
}
