package dev.rondo.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import uk.ac.manchester.tornado.api.TaskGraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is declared here is what TornadoVM has: every type, supertype, method, field and constant,
 * compared as class files with the API of the SDK that {@code TORNADOVM_HOME} names.
 */
class SignaturesTest {
    @Test
    void everythingDeclaredIsInTheRealApi() throws IOException, URISyntaxException {
        Path jar = realApi();
        Path declared =
                Path.of(
                        TaskGraph.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        List<String> missing = new ArrayList<>();
        try (FileSystem real = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(declared)) {
            Function<String, Optional<ClassModel>> there =
                    name -> read(real.getPath("/" + name + ".class"));
            List<Path> classes =
                    files.filter(f -> f.toString().endsWith(".class"))
                            .filter(f -> !f.getFileName().toString().equals("module-info.class"))
                            .toList();
            assertThat(classes).hasSizeGreaterThan(20);
            for (Path file : classes) {
                missing.addAll(missing(read(file).orElseThrow(), there));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The jar of the API; without one the test is skipped, or fails where one is required. */
    private static Path realApi() throws IOException {
        String home = System.getenv("TORNADOVM_HOME");
        if (home != null) {
            Path jars = Path.of(home, "share/java/tornado");
            if (Files.isDirectory(jars)) {
                try (Stream<Path> files = Files.list(jars)) {
                    Optional<Path> api =
                            files.filter(f -> f.getFileName().toString().startsWith("tornado-api-"))
                                    .findFirst();
                    if (api.isPresent()) {
                        return api.get();
                    }
                }
            }
        }
        String why =
                "the declarations are not compared: TORNADOVM_HOME (%s) names no SDK of TornadoVM"
                        .formatted(home);
        if ("tornado".equals(System.getProperty("rondo.require"))) {
            Assertions.fail(why);
        }
        System.out.println("SKIPPED: " + why);
        return Assumptions.abort(why);
    }

    private static Optional<ClassModel> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(ClassFile.of().parse(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a declared class has and the real one has not. */
    private static List<String> missing(
            ClassModel declared, Function<String, Optional<ClassModel>> there) {
        String name = declared.thisClass().asInternalName();
        Optional<ClassModel> real = there.apply(name);
        if (real.isEmpty()) {
            return List.of(name);
        }
        Set<String> has = new LinkedHashSet<>();
        has.add(kind(real.get()));
        for (ClassModel type : supertypes(name, there)) {
            has.addAll(members(type));
            has.addAll(parents(type));
        }
        List<String> wanted = new ArrayList<>(members(declared));
        wanted.add(kind(declared));
        wanted.addAll(parents(declared));
        wanted.removeAll(has);
        return wanted.stream().map(member -> name + ": " + member).toList();
    }

    /** A real class and all it inherits from, as far as that is in the API. */
    private static List<ClassModel> supertypes(
            String name, Function<String, Optional<ClassModel>> there) {
        List<ClassModel> all = new ArrayList<>();
        there.apply(name)
                .ifPresent(
                        type -> {
                            all.add(type);
                            ancestors(type).forEach(p -> all.addAll(supertypes(p, there)));
                        });
        return all;
    }

    private static List<String> parents(ClassModel type) {
        return ancestors(type).stream().map(p -> "under " + p).toList();
    }

    private static List<String> ancestors(ClassModel type) {
        return Stream.concat(type.superclass().stream(), type.interfaces().stream())
                .map(ClassEntry::asInternalName)
                .toList();
    }

    /** Calls of a class and of an interface are different instructions. */
    private static String kind(ClassModel type) {
        return type.flags().has(AccessFlag.INTERFACE) ? "an interface" : "a class";
    }

    private static Set<String> members(ClassModel type) {
        Set<String> members = new LinkedHashSet<>();
        type.methods().stream()
                .filter(m -> m.flags().has(AccessFlag.PUBLIC))
                .forEach(
                        m ->
                                members.add(
                                        of(m.flags().has(AccessFlag.STATIC))
                                                + m.methodName().stringValue()
                                                + m.methodType().stringValue()));
        type.fields().stream()
                .filter(f -> f.flags().has(AccessFlag.PUBLIC))
                .forEach(f -> members.add(field(f)));
        return members;
    }

    /** With its constant, which the compiler copies into the code that names it. */
    private static String field(FieldModel f) {
        return of(f.flags().has(AccessFlag.STATIC))
                + f.fieldName().stringValue()
                + " "
                + f.fieldType().stringValue()
                + f.findAttribute(Attributes.constantValue())
                        .map(c -> " = " + c.constant().constantValue())
                        .orElse("");
    }

    private static String of(boolean isStatic) {
        return isStatic ? "static " : "";
    }
}
