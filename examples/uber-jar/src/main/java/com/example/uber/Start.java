package com.example.uber;

/**
 * Where the jar begins. It is compiled for Java 8, so that an older Java can run it and say what is
 * missing; of {@code Main}, such a Java would only tell the version of its class file.
 */
public final class Start {
    private static final int NEEDED = 25;

    private Start() {}

    public static void main(String[] args) throws Exception {
        String version = System.getProperty("java.specification.version"); // 1.8, then 9, 10, 11 …
        if (version.startsWith("1.") || Integer.parseInt(version) < NEEDED) {
            System.err.println(
                    "This program needs Java "
                            + NEEDED
                            + " or later, and this is Java "
                            + version
                            + " in "
                            + System.getProperty("java.home")
                            + ". Start it with the java of a newer JDK.");
            System.exit(1);
        }
        // by name, since Java 8 could not load it
        Class.forName("com.example.uber.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }
}
