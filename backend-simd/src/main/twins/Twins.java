import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the twins of kernels. A kernel is written once, for {@code float}, in a file {@code
 * Float….java} whose first line says which twins it has:
 *
 * <pre>// Template of DoubleMove, IntMove and ByteMove: see Twins.java.</pre>
 *
 * A twin is the template with other words, line by line, so what the compiler says of a line of the
 * twin is about the same line of the template. The build runs this; by hand, in {@code
 * backend-simd}:
 *
 * <pre>java src/main/twins/Twins.java src/main/java target/generated-sources/twins</pre>
 */
final class Twins {
    private static final Pattern FIRST_LINE =
            Pattern.compile("// Template of (\\w+(?:(?:, | and )\\w+)*): see Twins\\.java\\.");

    /** What becomes of the template's words, in this order; by the first word of a twin's name. */
    private static final Map<String, String[][]> WORDS =
            Map.of(
                    "Double",
                    new String[][] {
                        {"Float", "Double"},
                        {"float", "double"},
                        {"FLOAT", "DOUBLE"},
                        {"F32", "F64"},
                        {"f32", "f64"},
                        {"32-bit", "64-bit"}
                    },
                    "Int",
                    new String[][] {
                        {"<Float>", "<Integer>"},
                        {"Float", "Int"},
                        {"float", "int"},
                        {"FLOAT", "INT"},
                        {"F32", "I32"},
                        {"f32", "i32"}
                    },
                    "Byte",
                    new String[][] {
                        {"Float", "Byte"},
                        {"float", "byte"},
                        {"f32", "bool"},
                        {"32-bit", "8-bit"}
                    });

    private final Path templates;
    private final Path twins;
    private final Set<Path> written = new HashSet<>();

    private Twins(Path templates, Path twins) {
        this.templates = templates;
        this.twins = twins;
    }

    /** Takes the folder of the sources and that of the twins. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: java Twins.java SOURCES TWINS");
            System.exit(2);
        }
        try {
            new Twins(Path.of(args[0]), Path.of(args[1])).write();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void write() throws IOException {
        for (Path template : javaFiles(templates)) {
            if (template.getFileName().toString().startsWith("Float")) {
                write(template);
            }
        }
        for (Path old : Files.exists(twins) ? javaFiles(twins) : List.<Path>of()) {
            if (!written.contains(old)) {
                Files.delete(old);
            }
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private void write(Path template) throws IOException {
        String text = Files.readString(template);
        String first = text.lines().findFirst().orElse("");
        Matcher names = FIRST_LINE.matcher(first);
        if (!names.matches()) {
            throw wrong(template, "the first line must be // Template of ...: see Twins.java.");
        }
        String name = template.getFileName().toString().replace(".java", "");
        String rest = name.substring("Float".length());
        for (String twin : names.group(1).split(", | and ")) {
            String type =
                    twin.endsWith(rest) ? twin.substring(0, twin.length() - rest.length()) : "";
            if (!WORDS.containsKey(type)) {
                throw wrong(template, twin + " is no twin of " + name);
            }
            String body = text.substring(first.length());
            for (String[] word : WORDS.get(type)) {
                body = body.replace(word[0], word[1]);
            }
            Path folder = twins.resolve(templates.relativize(template)).getParent();
            save(
                    folder.resolve(twin + ".java"),
                    "// Made of "
                            + name
                            + ".java by Twins.java: change that, its lines are these."
                            + body);
        }
    }

    private static IllegalArgumentException wrong(Path template, String why) {
        return new IllegalArgumentException(template.toAbsolutePath() + ":1: " + why);
    }

    /** Leaves a file that is as it should be, so that nothing is compiled in vain. */
    private void save(Path file, String text) throws IOException {
        written.add(file);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
