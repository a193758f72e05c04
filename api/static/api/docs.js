// A file of its own, so that a content security policy need not allow inline scripts.
const place = document.getElementById("docs");
SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  filter: true,
  persistAuthorization: true,
  validatorUrl: null,
  // Our own operations first; managing content by Wagtail's API comes after them.
  tagsSorter: (one, other) =>
    (one === "content management") - (other === "content management") || one.localeCompare(other),
});
