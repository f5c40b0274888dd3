// What a script or a style sheet asks of an engine, as keys of `vendor/compat.tsv`, each with the line it stands on.
// Evaluated in the page beside acorn.
window.uses = (() => {
  const children = (node) =>
    Object.keys(node)
      .map((key) => node[key])
      .reduce((list, child) => list.concat(child), [])
      .filter((child) => child && typeof child.type === "string");

  function walk(node, visit, parent) {
    visit(node, parent);
    for (const child of children(node)) walk(child, visit, node);
  }

  const isFunction = (node) => /Function/.test(node.type);
  const plainKey = (node) => (node.computed ? null : node.key.name || node.key.value);

  // The names that a pattern binds.
  function bound(pattern) {
    if (!pattern) return [];
    if (pattern.type === "Identifier") return [pattern.name];
    const parts = pattern.properties || pattern.elements || [pattern.left || pattern.argument];
    return parts.map((part) => bound(part && part.type === "Property" ? part.value : part)).reduce((a, b) => a.concat(b), []);
  }

  // Whatever the scripts name themselves, anywhere: variables, and the members of their own objects.
  function ownNames(tree) {
    const variables = new Set();
    const members = new Set();
    const methods = new Set();
    const own = (name, value) => name && (value && isFunction(value) ? methods : members).add(name);
    walk(tree, (node) => {
      if (node.type === "VariableDeclarator") bound(node.id).forEach((name) => variables.add(name));
      if (isFunction(node)) node.params.forEach((it) => bound(it).forEach((name) => variables.add(name)));
      if (/^(Function|Class)Declaration$/.test(node.type)) variables.add(node.id.name);
      if (node.type === "CatchClause") bound(node.param).forEach((name) => variables.add(name));
      if (node.type === "ObjectExpression") for (const it of node.properties) own(plainKey(it), it.value);
      if (node.type === "MethodDefinition") own(plainKey(node), node.value);
      if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") own(node.left.property.name, node.right);
    });
    return { variables, members, methods };
  }

  const parse = (text, onToken) => acorn.parse(text, { ecmaVersion: 2017, sourceType: "script", locations: true, onToken });

  // What a script names in objects of its own and does not call.
  const membersOf = (text) => Array.from(ownNames(parse(text)).members);

  // `members`: what other scripts and the data of the page name so.
  function ofScript(text, members) {
    const found = [];
    let line = 0;
    const use = (...key) => found.push([key.join(" "), line]);
    let comma = false;
    const onToken = (token) => {
      line = token.loc.start.line;
      if (comma && token.type.label === ")") use("syntax trailing comma in a call");
      comma = token.type.label === ",";
    };
    const tree = parse(text, onToken);
    const own = ownNames(tree);
    for (const name of members) own.members.add(name);

    // The object's name where it is none of the script's own.
    const owner = (node) => (node.type === "Identifier" && !own.variables.has(node.name) ? node.name : null);

    function memberUse(name, object, isCalled) {
      if (object === "self" || object === "window") return use("global", name);
      if (object) use("static", object + "." + name);
      const isOwn = own.methods.has(name) || (own.members.has(name) && !isCalled);
      if (!isOwn) use("member", name);
      return undefined;
    }

    function call(node) {
      const callee = node.callee.name || (node.callee.property && node.callee.property.name);
      const literal = node.arguments[0] && node.arguments[0].value;
      if (callee === "addEventListener" && typeof literal === "string") use("event", literal);
      for (const argument of node.arguments) {
        if (argument.type === "ArrayExpression") use("argument", callee, "sequence");
        if (argument.type !== "ObjectExpression") continue;
        use("argument", callee, "record");
        for (const it of argument.properties) use("option", callee, plainKey(it));
      }
    }

    walk(tree, (node, parent) => {
      line = node.loc.start.line;
      if (node.type === "CallExpression" || node.type === "NewExpression") call(node);
      if (node.type === "MemberExpression") {
        const name = node.computed ? node.property.value : node.property.name;
        const isCalled = parent.type === "CallExpression" && parent.callee === node;
        if (typeof name === "string") memberUse(name, owner(node.object), isCalled);
      } else if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init) {
        for (const it of node.id.properties) memberUse(plainKey(it), owner(node.init), false);
      } else if (node.type === "Identifier" && !own.variables.has(node.name)) {
        const isKey = (parent.key === node && !parent.computed) || (parent.property === node && !parent.computed);
        if (!isKey) use("global", node.name);
      }
    });
    return found;
  }

  // Declarations one by one; of their values the words and the functions. What stands behind an older way to say the
  // same, or behind its prefixed name, has that to fall back to.
  function ofStyle(text) {
    const found = [];
    const plain = text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
    const pieces = /([^{};]*)([{};])/g;
    let said = [];
    for (let piece; (piece = pieces.exec(plain)); ) {
      const written = piece[1].trim();
      const line = plain.slice(0, piece.index + piece[1].length - piece[1].trimStart().length).split("\n").length;
      const use = (...key) => found.push([key.join(" "), line]);
      const each = (kind, pattern, within) => (within.match(pattern) || []).forEach((it) => use(kind, it.replace(/^[@:(\s]+/, "")));
      const at = written.indexOf(":");
      if (written[0] === "@") {
        each("at-rule", /^@[\w-]+/, written);
        if (written.startsWith("@media")) each("media", /\(\s*[\w-]+/g, written);
      } else if (piece[2] === "{") {
        each("selector", /::?[\w-]+/g, written);
        said = [];
      } else if (at > 0) {
        const property = written.slice(0, at).trim();
        const value = written.slice(at + 1).replace(/"[^"]*"/g, "");
        if (!said.includes("-webkit-" + property)) use("property", property);
        if (!said.includes(property)) {
          each("function", /[a-z-]+(?=\()/g, value);
          each("value " + property, /(^|[\s,])-?[a-z][a-z-]*(?=$|[\s,!])/g, value.replace(/,/g, " "));
          if (property === "font-weight" && Number(value) % 100 > 0) use("value font-weight number");
        }
        said.push(property);
      }
    }
    return found;
  }

  return { membersOf, ofScript, ofStyle };
})();
