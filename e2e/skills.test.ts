// A schedule has to come due, so these scenes move the clock of a stage of their own.
import './scenes/skills.ts';
