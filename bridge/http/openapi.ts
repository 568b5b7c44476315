// The OpenAPI 3.1 document, made of the same table that the server answers from.
import { z } from 'zod';
import { TITLES, problemSchema } from './problem';
import { json } from './route';
import type { DescribedRoute } from './route';

type Schema = Record<string, unknown>;

/** Problems that any route may answer. */
const EVERYWHERE = [405, 413, 500, 503];

/** The route of the document itself. It describes the routes that it is given, and itself. */
export function openApiRoute(version: string, routes: DescribedRoute[]): DescribedRoute {
  let text: unknown;
  const self: DescribedRoute = {
    method: 'GET',
    path: '/openapi.json',
    auth: 'none',
    summary: 'This document.',
    responses: {
      200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApi' }) },
    },
    problems: [],
    handle: () => json(200, (text ??= openApiDocument(version, [...routes, self]))),
  };
  return self;
}

function openApiDocument(version: string, routes: DescribedRoute[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  const schemas: Record<string, Schema> = {};
  for (const route of routes) {
    const path = route.path.replace('...}', '}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, (schema) => reference(schema, schemas));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ghanti bridge',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      summary: 'Charges on countertop payment boxes.',
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(route: DescribedRoute, schemaOf: (schema: z.ZodType) => Schema): Schema {
  const names = [...route.path.matchAll(/\{(\w+)(?:\.\.\.)?\}/g)].map((match) => match[1]!);
  const parameters = [
    ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(route.query ?? []).map(({ name, description, schema }) => ({
      name,
      in: 'query',
      description,
      schema: schemaOf(schema),
    })),
    ...(route.headers ?? []).map(({ name, description }) => ({
      name,
      in: 'header',
      description,
      schema: { type: 'string' },
    })),
  ];
  const responses: Record<string, Schema> = {};
  for (const [status, { description, schema, type }] of Object.entries(route.responses)) {
    const content =
      schema !== undefined
        ? { 'application/json': { schema: schemaOf(schema) } }
        : type !== undefined
          ? { [type]: { schema: { type: 'string' } } }
          : undefined;
    responses[status] = { description, ...(content && { content }) };
  }
  const problems = [...route.problems, ...EVERYWHERE, ...(route.auth === 'none' ? [] : [401, 403, 429])];
  for (const status of problems.sort((a, b) => a - b)) {
    responses[status] ??= {
      description: TITLES[status],
      content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
    };
  }
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '')}`,
    // The roles of which one is needed (OpenAPI 3.1, Security Requirement Object).
    security: route.auth === 'none' ? [] : route.auth.map((scope) => ({ token: [scope] })),
    ...(parameters.length > 0 && { parameters }),
    ...(route.request && {
      requestBody: {
        required: true,
        description: route.request.description,
        content: { 'application/json': { schema: schemaOf(route.request.schema) } },
      },
    }),
    responses,
  };
}

/** A schema with an id goes to the components, with all that it refers to; another stands where it is used. */
function reference(schema: z.ZodType, schemas: Record<string, Schema>): Schema {
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = z.toJSONSchema(schema, { io: 'output', reused: 'inline' }) as Schema & { $defs?: Record<string, Schema> };
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] ??= toComponents(definition);
  const id = schema.meta()?.id;
  if (id === undefined) return toComponents(own);
  schemas[id] ??= toComponents(own);
  return { $ref: `#/components/schemas/${id}` };
}

function toComponents(schema: Schema): Schema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    (key === 'id' || key === '$id') && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Schema;
}
