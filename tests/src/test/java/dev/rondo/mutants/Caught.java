package dev.rondo.mutants;

import org.junit.jupiter.api.DynamicTest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mutant, and the first test of the kit that fails on it.
 *
 * @param mutant what was wrong
 * @param by the name of the test; empty when none failed
 */
record Caught(String mutant, Optional<String> by) {
    /** Runs tests until one fails. */
    static Caught of(String mutant, Stream<DynamicTest> tests) {
        return new Caught(
                mutant, tests.filter(Caught::fails).map(DynamicTest::getDisplayName).findFirst());
    }

    private static boolean fails(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return false;
        } catch (Throwable e) {
            return true;
        }
    }

    /** A line for each mutant, and the number of those that were caught. */
    static String table(String title, List<Caught> all) {
        StringBuilder s = new StringBuilder(title).append('\n');
        for (Caught c : all) {
            s.append(
                    String.format(
                            Locale.ROOT,
                            "  %-82s %s%n",
                            c.mutant,
                            c.by.map(name -> "caught by: " + name).orElse("NOT CAUGHT")));
        }
        long caught = all.stream().filter(c -> c.by.isPresent()).count();
        return s.append(caught + " of " + all.size() + " caught\n").toString();
    }
}
