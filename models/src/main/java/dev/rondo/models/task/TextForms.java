package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.TextForm;

/** The form in which a vocabulary reads text, as run directories describe it. */
public final class TextForms {
    /** The setting of that form. */
    public static final String FORM = "form";

    private TextForms() {}

    /** The form of a vocabulary's text. Runs from before it was stored do not have it. */
    public static TextForm of(Configuration vocabulary) {
        return vocabulary.has(FORM) ? vocabulary.choice(FORM, TextForm.class) : TextForm.WRITTEN;
    }
}
