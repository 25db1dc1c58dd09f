package dev.rondo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command line that was run within this JVM.
 *
 * @param code the exit code
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun of(String... args) {
        return of(new Interrupt(), args);
    }

    static CommandLineRun of(Interrupt interrupt, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, true);
        int code = Main.run(console, interrupt, args);
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    /** A command line with spaces between its words. */
    static CommandLineRun line(String words) {
        return of(words.split(" "));
    }

    /** This, with all it wrote in the failure where it did not succeed. */
    CommandLineRun succeeded() {
        if (code != 0) {
            throw new AssertionError("exit code " + code + "\n" + out + "\n" + err);
        }
        return this;
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
