import './scenes/comments.ts';
import './scenes/gallery.ts';
