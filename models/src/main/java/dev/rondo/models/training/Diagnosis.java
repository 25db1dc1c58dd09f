package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.graph.Program;

import java.util.Map;

/**
 * Finds the first result that is not finite. It repeats a failed update and checks every result.
 */
final class Diagnosis {
    private Diagnosis() {}

    /**
     * Repeats the update on a copy of the variables.
     *
     * @param executable its variables still have their values from before the update
     * @return a sentence without its full stop
     */
    static String of(
            Backend backend,
            Program program,
            Executable executable,
            String entry,
            Map<String, Array> inputs) {
        Map<String, Array> variables = executable.variables();
        String culprit = notFinite("variable", variables);
        if (culprit == null) {
            culprit = notFinite("input", inputs);
        }
        if (culprit != null) {
            return culprit;
        }
        Program only =
                new Program(
                        program.dtype(),
                        program.variables(),
                        program.seed(),
                        Map.of(entry, program.entries().get(entry)));
        try (Executable debug = backend.compile(only, new CompileOptions(true))) {
            debug.load(variables);
            debug.run(entry, inputs);
            return "Done again with every result looked at, the update gave no such number, so it"
                    + " cannot be said which operation was the first";
        } catch (NonFiniteException e) {
            return sentence(e.getMessage());
        } catch (BackendException | OutOfMemoryError e) {
            // the report of the divergence matters more than its place
            return "Which operation was the first could not be found out (" + e.getMessage() + ")";
        }
    }

    private static String notFinite(String what, Map<String, Array> arrays) {
        for (Map.Entry<String, Array> e : arrays.entrySet()) {
            Array a = e.getValue();
            for (int i = 0; a.dtype().isFloat() && i < a.size(); i++) {
                if (!Double.isFinite(a.get(i))) {
                    return "Before the update, "
                            + what
                            + " '"
                            + e.getKey()
                            + "' held "
                            + a.get(i)
                            + " at position "
                            + i
                            + " of "
                            + a.dtype()
                            + a.shape();
                }
            }
        }
        return null;
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1);
    }
}
