package dev.rondo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** A jar of somebody else's providers, compiled from source, as it would be on RONDO_CLASSPATH. */
final class ProviderJar {
    private final Path jar;
    private ClassLoader loader;

    private ProviderJar(Path jar) {
        this.jar = jar;
    }

    /**
     * Compiles sources and puts them into a jar.
     *
     * @param folder an empty one to work in
     * @param services by the service's name what its file says, one provider a line
     * @param sources by class name, of the package without a name
     */
    static ProviderJar of(Path folder, Map<String, String> services, Map<String, String> sources)
            throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        for (var source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            int code =
                    ToolProvider.getSystemJavaCompiler()
                            .run(
                                    null,
                                    null,
                                    null,
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    classes + ":" + System.getProperty("java.class.path"),
                                    file.toString());
            if (code != 0) {
                throw new AssertionError(source.getKey() + " does not compile");
            }
        }
        Path jar = folder.resolve("provider.jar");
        try (var zip =
                        FileSystems.newFileSystem(
                                URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, zip.getPath(file.getFileName().toString()));
            }
            Path declared = Files.createDirectories(zip.getPath("META-INF", "services"));
            for (var service : services.entrySet()) {
                Files.writeString(declared.resolve(service.getKey()), service.getValue());
            }
        }
        return new ProviderJar(jar);
    }

    /** Where it is. */
    Path path() {
        return jar;
    }

    /** Makes a class of the jar one that only a newer Java could load. */
    void compiledForNewerJava(String className) throws IOException {
        try (var zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath(className + ".class");
            byte[] bytes = Files.readAllBytes(file);
            bytes[7] += 50; // the version of the class file
            Files.write(file, bytes);
        }
    }

    /** Takes a class out of the jar. */
    void without(String className) throws IOException {
        try (var zip = FileSystems.newFileSystem(jar)) {
            Files.delete(zip.getPath(className + ".class"));
        }
    }

    /** Runs a command line with the jar there. */
    CommandLineRun run(String... words) {
        return here(() -> CommandLineRun.of(words));
    }

    /** Does something with the jar there. */
    <T> T here(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader(before));
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Never closed: a class is loaded when it is needed first, which may be long after. */
    private ClassLoader loader(ClassLoader parent) {
        if (loader == null) {
            try {
                loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return loader;
    }
}
