package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A program as Java is that program: compiled and run, it gives the same bits. */
class JavaTextTest {
    @Provide
    Arbitrary<RandomProgram> programs() {
        return RandomPrograms.arbitrary();
    }

    @Provide
    Arbitrary<RandomLoop> loops() {
        return RandomLoops.arbitrary();
    }

    @Provide
    Arbitrary<Subject> cells() {
        return RandomCells.runs();
    }

    @Property(tries = 6, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void programsAreWhatTheyAreInJava(@ForAll("programs") RandomProgram program) throws Throwable {
        check(program.subject());
    }

    @Property(tries = 4, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void loopsAreWhatTheyAreInJava(@ForAll("loops") RandomLoop loop) throws Throwable {
        check(loop.subject());
    }

    @Example
    void aLoopThatOnlyItsNumberOfStepsTiesToAGraphIsWhatItIsInJava() throws Throwable {
        for (int length : new int[] {0, 3}) {
            var form =
                    new LoopForm(
                            length, 0, 0, 1, false, 0, 0, LoopForm.Steps.LESS, Optional.empty());
            check(new RandomLoop(0, form, RandomLoop.Used.ALL).subject());
        }
    }

    @Property(tries = 2, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void cellsAreWhatTheyAreInJava(@ForAll("cells") Subject run) throws Throwable {
        check(run);
    }

    private static void check(Subject subject) throws Throwable {
        String java = JavaText.of(subject);
        Map<String, Array> expected = run(subject);
        Map<String, Array> actual = run(compiled(java));
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, a) -> assertThat(actual.get(name).sameBits(a)).as(java).isTrue());
    }

    private static Map<String, Array> run(Subject subject) {
        return subject.run(Target.reference().open(), DType.F64);
    }

    /** The result of {@code subject()} of the class. */
    private static Subject compiled(String java) throws Throwable {
        byte[] code = compile("package dev.rondo.contract;\n" + java);
        MethodHandles.Lookup hidden =
                MethodHandles.lookup()
                        .defineHiddenClass(code, true, MethodHandles.Lookup.ClassOption.NESTMATE);
        return (Subject)
                hidden.findStatic(
                                hidden.lookupClass(),
                                "subject",
                                MethodType.methodType(Subject.class))
                        .invoke();
    }

    private static byte[] compile(String java) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        StringWriter errors = new StringWriter();
        JavaFileManager files =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location,
                            String name,
                            JavaFileObject.Kind kind,
                            FileObject of) {
                        return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return code;
                            }
                        };
                    }
                };
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("mem:///Case.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return java;
                    }
                };
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
        boolean right =
                compiler.getTask(errors, files, null, options, null, List.of(source)).call();
        assertThat(right).as(errors + java).isTrue();
        try (files) {
            return code.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
