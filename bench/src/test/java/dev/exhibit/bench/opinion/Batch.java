package dev.exhibit.bench.opinion;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A process that asks sigstore-java: one {@link Question} a line on standard input, one {@link Opinion} a line out. */
public final class Batch {
    private Batch() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Judge judge = new SigstoreJavaJudge();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(judge.judge(Question.read(line)).line());
            }
        }
        out.flush();
    }
}
