/** What can be had ready-made, by domain and purpose. */
export function TemplateGallery() {
  return <p>Templates</p>;
}
