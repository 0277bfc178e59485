/**
 * Reads the configuration file into the settings of every room, or says everything that is wrong with it at once.
 */
package io.kullback.config;
