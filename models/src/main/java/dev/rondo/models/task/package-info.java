/** Models with what they read and how they are trained, as run directories describe them. */
package dev.rondo.models.task;
