package dev.rondo.cli.serve;

/**
 * A model under the name by which requests call it.
 *
 * @param name the name of its run directory
 * @param sha256 of its weights and its description; the same model has the same
 * @param model answers
 */
record NamedModel(String name, String sha256, ServedModel model) {
    /**
     * A model that keeps sessions.
     *
     * @throws Problem when it keeps none
     */
    ServedText text() {
        if (model instanceof ServedText text) {
            return text;
        }
        throw without("sessions");
    }

    /** Says that it has no such operation, and which it has. */
    Problem without(String operation) {
        return Problem.notFound(
                "the model '"
                        + name
                        + "' is one of "
                        + model.task()
                        + " and has no "
                        + operation
                        + "; it has "
                        + String.join(", ", model.operations()));
    }
}
