package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.scalar.ScalarBackendProvider;
import dev.rondo.contract.BackendContract;
import dev.rondo.contract.CellContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kit works as a module, where nobody but those it names may look into it. */
class KitModuleTest {
    /** What goes onto the module path; everything is on the class path too, where the test is. */
    private static final Pattern MODULES =
            Pattern.compile(
                    ".*([/\\\\](api|executor|compiler|backend-scalar|contract)[/\\\\]target[/\\\\]"
                            + "|junit-|jqwik-|assertj-|opentest4j-|apiguardian-|slf4j-api-|byte-buddy-).*");

    static final class Main {
        private static final class Contract extends BackendContract {
            Contract() {
                super(new ScalarBackendProvider());
            }
        }

        public static void main(String[] args) throws Throwable {
            System.out.println("named: " + BackendContract.class.getModule().isNamed());
            Contract contract = new Contract();
            List<DynamicTest> tests =
                    Stream.concat(contract.executables(), contract.recurrence()).toList();
            for (DynamicTest test : tests) {
                test.getExecutable().execute();
            }
            System.out.println(tests.size() + " passed");
        }
    }

    @Test
    void itsPartsRun() {
        String path =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> MODULES.matcher(entry).matches())
                        .collect(Collectors.joining(File.pathSeparator));
        String modules = "dev.rondo.contract,org.assertj.core,org.junit.jupiter.api,net.jqwik.api";
        Fork.Result run =
                Fork.run(Main.class, List.of("-p", path, "--add-modules", modules), Map.of());

        assertThat(run.output()).contains("named: true").containsPattern("\\d\\d passed");
    }

    @Test
    void enginesMayCallWhatTheyAreToCall() {
        assertThat(
                        Stream.of(BackendContract.class, CellContract.class)
                                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                                .filter(m -> m.getAnnotations().length > 0)
                                .filter(m -> !Modifier.isPublic(m.getModifiers()))
                                .map(Method::toString))
                .isEmpty();
    }
}
