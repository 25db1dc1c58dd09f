package dev.rondo.backend.tornado;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two lines of TornadoVM on which Rondo runs, and what they do not have in common. */
enum TornadoLine {
    /**
     * 5.2 for JDK 25. It takes a kernel's code from Java's JVMCI. It is the last line with FPGAs
     * and with the drivers {@code ptx} and {@code spirv}.
     */
    JVMCI("FPGAs too"),

    /**
     * 6.0 and later, one build for all JDKs from 22 on. It reads a kernel's code from the class
     * file, which it asks the kernel's class loader for. A task says by its serialized form which
     * method is the kernel.
     */
    CLASS_FILES("no FPGAs, which only 5.2 has");

    private static final Pattern VERSION =
            Pattern.compile("(\\d+)\\.(\\d+)\\..*?(?:-jdk(\\d+).*)?");
    private static final int FIRST_WITHOUT_JVMCI = 6;

    private final String has;

    TornadoLine(String has) {
        this.has = has;
    }

    /** The line of a version such as {@code 5.2.0-jdk25}; nothing if Rondo does not run on it. */
    static Optional<TornadoLine> of(String version) {
        Matcher m = VERSION.matcher(version);
        if (!m.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(m.group(1));
        if (major >= FIRST_WITHOUT_JVMCI) {
            return Optional.of(CLASS_FILES);
        }
        boolean last = major == 5 && m.group(2).equals("2");
        return last && "25".equals(m.group(3)) ? Optional.of(JVMCI) : Optional.empty();
    }

    /** Text such as {@code TornadoVM 7.3.1-jdk22plus (no FPGAs, which only 5.2 has)}. */
    String describe(String version) {
        return String.format(Locale.ROOT, "TornadoVM %s (%s)", version, has);
    }
}
