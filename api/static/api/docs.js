// A file of its own, so that a content security policy need not allow inline scripts.
const place = document.getElementById("docs");

// Swagger UI would send every example along, so that trying a list began with all filters at once:
// here they are told in words, and whoever tries it out fills in what they want.
const told = (parameter) => {
  if (parameter.example === undefined) return parameter;
  const { example, description = "", ...rest } = parameter;
  return { ...rest, description: `${description} Example: \`${example}\`` };
};

const show = (found) => {
  for (const item of Object.values(found.paths))
    for (const operation of Object.values(item))
      if (operation.parameters) operation.parameters = operation.parameters.map(told);
  SwaggerUIBundle({
    spec: found,
    domNode: place,
    deepLinking: true,
    filter: true,
    persistAuthorization: true,
    validatorUrl: null,
    // Our own operations first; managing content by Wagtail's API comes after them.
    tagsSorter: (one, other) =>
      (one === "content management") - (other === "content management") || one.localeCompare(other),
  });
};

fetch(place.dataset.document)
  .then((answer) => answer.json())
  .then(show);
