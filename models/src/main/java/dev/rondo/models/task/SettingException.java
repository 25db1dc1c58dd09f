package dev.rondo.models.task;

/**
 * Thrown when a setting is impossible, or does not go with another. The message names settings as
 * run directories do, such as {@code hidden}.
 */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String inOptions;

    /**
     * With a message for the user, in one line.
     *
     * @param inOptions the message, with two dashes before each setting
     */
    public SettingException(String inOptions) {
        super(inOptions.replaceAll("--(?=[a-z])", ""));
        this.inOptions = inOptions;
    }

    /** The message in the words of a command line, where a setting is {@code --hidden}. */
    public String inOptions() {
        return inOptions;
    }
}
