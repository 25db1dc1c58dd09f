package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Everything public that users see has a comment. The compiler looks at the comments' markup and
 * references; it can look for missing ones only together with a tag for each parameter.
 */
class CommentsTest {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "backend-scalar",
                "backend-simd",
                "backend-tornado",
                "collective",
                "compiler",
                "contract",
                "executor",
                "guice",
                "models",
                "spark"
            })
    void whatIsPublicIsDescribed(String module) throws IOException {
        Path sources = Path.of("..", module, "src", "main", "java");
        try (Stream<Path> files = Files.walk(sources);
                StandardJavaFileManager manager =
                        COMPILER.getStandardFileManager(null, null, null)) {
            Path[] java = files.filter(f -> f.toString().endsWith(".java")).toArray(Path[]::new);
            assertThat(java).isNotEmpty();
            assertThat(bare(manager.getJavaFileObjects(java))).isEmpty();
        }
    }

    @Test
    void whatIsNotDescribedIsFound() {
        String code =
                """
                /** Described. */
                public interface A {
                    void bare();
                    /** Described. */
                    void told();
                    record B() {}
                    class C {
                        void hidden() {}
                        @Override public String toString() { return ""; }
                        protected C(int i) {}
                    }
                }
                """;
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return code;
                    }
                };
        assertThat(bare(List.of(file)))
                .containsExactly("A.java:3 bare", "A.java:6 B", "A.java:7 C", "A.java:10 <init>");
    }

    /** File, line and name of what is public and has no comment. */
    private static List<String> bare(Iterable<? extends JavaFileObject> files) {
        JavacTask task = (JavacTask) COMPILER.getTask(null, null, null, List.of(), null, files);
        List<String> found = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(DocTrees.instance(task), unit, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final CompilationUnitTree unit;
        private final List<String> found;

        Scanner(DocTrees trees, CompilationUnitTree unit, List<String> found) {
            this.trees = trees;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree c, Void nothing) {
            if (!isSeen(c.getModifiers())) {
                return null; // nobody outside sees what is in it
            }
            look(c, c.getSimpleName());
            return super.visitClass(c, null);
        }

        @Override
        public Void visitMethod(MethodTree m, Void nothing) {
            boolean inherits =
                    m.getModifiers().getAnnotations().stream()
                            .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            // the compiler's own constructors have no place in the file
            boolean isWritten = trees.getSourcePositions().getEndPosition(unit, m) >= 0;
            if (isSeen(m.getModifiers()) && !inherits && isWritten) {
                look(m, m.getName());
            }
            return null;
        }

        /** Public or protected, or a member of an interface. */
        private boolean isSeen(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED)
                    || parent.getKind() == Tree.Kind.INTERFACE
                            && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void look(Tree tree, CharSequence name) {
            TreePath path = getCurrentPath();
            if (trees.getDocComment(path) == null) {
                long at = trees.getSourcePositions().getStartPosition(unit, tree);
                String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
                found.add(file + ":" + unit.getLineMap().getLineNumber(at) + " " + name);
            }
        }
    }
}
