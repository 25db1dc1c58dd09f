package dev.rondo.cli;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Conversions from words to the values of options, with messages for people. */
final class Conversions {
    private Conversions() {}

    /** Sets them for every type of an option. */
    static CommandLine in(CommandLine commands) {
        for (Class<Integer> type : List.of(int.class, Integer.class)) {
            commands.registerConverter(type, whole(Integer::valueOf, Integer.MAX_VALUE));
        }
        for (Class<Long> type : List.of(long.class, Long.class)) {
            commands.registerConverter(type, whole(Long::valueOf, Long.MAX_VALUE));
        }
        for (Class<Double> type : List.of(double.class, Double.class)) {
            commands.registerConverter(type, Conversions::number);
        }
        return commands.registerConverter(Path.class, Conversions::path);
    }

    private static <T> ITypeConverter<T> whole(Function<String, T> conversion, long most) {
        return word -> {
            try {
                return conversion.apply(word);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + word + "' is " + (isWhole(word) ? size(most) : "not a whole number"));
            }
        };
    }

    private static boolean isWhole(String word) {
        return word.matches("[+-]?[0-9]+");
    }

    private static String size(long most) {
        return "too large or too small: at most " + most + ", at least " + (-most - 1);
    }

    private static Double number(String word) {
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + word + "' is not a number");
        }
    }

    private static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    "'" + word + "' cannot be the name of a file: " + e.getReason());
        }
    }
}
