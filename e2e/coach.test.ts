// The coach moves the clock, so it has a stage of its own.
import './scenes/coach.ts';
