package dev.rondo.cli;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.ArrayList;
import java.util.List;

/**
 * A word that looks like an option but is not one. When something is missing as well, this is often
 * the reason, so this is what is reported.
 */
final class WrongOption {
    private WrongOption() {}

    /**
     * The same error. But when something is missing, and there are unknown options, an error about
     * these.
     */
    static ParameterException sought(ParameterException wrong, String... words) {
        if (!(wrong instanceof MissingParameterException)) {
            return wrong;
        }
        CommandLine command = wrong.getCommandLine();
        List<String> unknown = unknown(command.getCommandSpec(), words);
        return unknown.isEmpty() ? wrong : new UnmatchedArgumentException(command, unknown);
    }

    private static List<String> unknown(CommandSpec command, String... words) {
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
            String name = words[i].split("=", 2)[0];
            OptionSpec option = command.optionsMap().get(name);
            if (option != null && name.equals(words[i])) {
                i += option.arity().min(); // its values
            } else if (option == null && looksLikeOption(name) && !isCluster(command, name)) {
                unknown.add(words[i]);
            }
        }
        return unknown;
    }

    private static boolean looksLikeOption(String word) {
        return word.matches("--?[^-0-9.].*");
    }

    /** Whether a word begins with an option of one letter, such as {@code -hV}. */
    private static boolean isCluster(CommandSpec command, String word) {
        return !word.startsWith("--") && command.optionsMap().containsKey(word.substring(0, 2));
    }
}
