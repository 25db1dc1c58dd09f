package dev.rondo.contract;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The deviations that each test class has found, and the files they are written into. */
final class ContractReport {
    private static final String PROPERTY = "rondo.contract.report";
    private static final String FOLDER = "target/rondo-contract";

    /** By class, as both engines make a new object for each test. */
    private static final Map<Class<?>, Deviations> ALL = new ConcurrentHashMap<>();

    private ContractReport() {}

    static Deviations of(Class<?> test) {
        return ALL.computeIfAbsent(test, _ -> new Deviations());
    }

    static void write(Class<?> test) {
        Path folder = Path.of(System.getProperty(PROPERTY, FOLDER));
        of(test).write(folder.resolve(test.getName() + ".txt"));
    }
}
