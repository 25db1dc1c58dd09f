/** The commands, a class each, and the options that several of them share. */
package dev.rondo.cli.command;
