package uk.ac.manchester.tornado.api.common;

/**
 * A task to be. It has a constructor for each number of parameters, {@code (String name, TaskN
 * code, Object… arguments)}, which is found by reflection.
 */
public class TaskPackage {
    public TaskPackage(String name, TornadoFunctions.Task code) {}
}
