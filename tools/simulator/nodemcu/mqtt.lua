-- NodeMCU's mqtt module: MQTT 3.1.1 over the host's sockets, with the silent limits of components/modules/mqtt.c (ESP32)
-- and app/modules/mqtt.c (ESP8266).
local ESP32 = CHIP == 'esp32'
local MESSAGE_LIMIT = 1024
local clients = {}

local function text(bytes) return string.pack('>s2', bytes) end
local function packet(kind, body)
  local length, bytes = #body, ''
  repeat
    local low = length % 128
    length = length // 128
    bytes = bytes .. string.char(low + (length > 0 and 128 or 0))
  until length == 0
  return string.char(kind) .. bytes .. body
end

local methods = {}
function methods:on(event, run) self.handlers[event] = run end
-- The ESP32 forgets QoS and retain of the will.
function methods:lwt(topic, message, qos, retain)
  self.will = { topic:sub(1, 32), message:gsub('%z.*', ''):sub(1, 128), ESP32 and 0 or qos, ESP32 and 0 or retain }
end
function methods:connect(to, port, secure, ok, failed)
  local ca
  if ESP32 and type(secure) == 'table' then
    ca = secure.ca_cert
    if type(ca) ~= 'string' then error('TLS that checks nothing is not for boxes', 2) end
  elseif ESP32 and secure ~= 0 then
    error('secure is 0 or a table', 2)
  end
  if not ESP32 and type(secure) ~= 'boolean' then error('secure is a boolean', 2) end
  self.ok, self.failed, self.state, self.inbox = ok, failed, 'connecting', ''
  self.socket = host.tcp_open(to, port, ca)
  clients[self.socket] = self
  return true
end
function methods:close()
  if self.socket == nil then return end
  local socket = self.socket
  clients[socket], self.socket, self.state = nil, nil, 'closed'
  if self.ping ~= nil then self.ping:unregister() end
  host.tcp_write(socket, packet(0xe0, ''))
  host.tcp_close(socket)
end
function methods:subscribe(topic, qos, done)
  if self.state ~= 'connected' then return false end
  self.subscribed = done
  self:send(packet(0x82, string.pack('>I2', self:next_id()) .. text(topic) .. string.char(qos)))
  return true
end
function methods:publish(topic, payload, qos, retain, done)
  if self.state ~= 'connected' then return false end
  self.published = done
  local id = qos > 0 and string.pack('>I2', self:next_id()) or ''
  self:send(packet(0x30 + 2 * qos + retain, text(topic) .. id .. payload))
  return true
end
function methods:next_id()
  self.last_id = self.last_id % 65535 + 1
  return self.last_id
end
function methods:send(bytes)
  if self.socket ~= nil then host.tcp_write(self.socket, bytes) end
end
-- The callbacks of the ESP32 are for one answer; those of the ESP8266 stay.
function methods:answer(name)
  local run = self[name]
  if ESP32 then self[name] = nil end
  if run ~= nil then run(self) end
end
function methods:lost(reason)
  local connecting = self.state == 'connecting'
  if self.socket ~= nil then
    clients[self.socket] = nil
    host.tcp_close(self.socket)
  end
  self.socket, self.state = nil, 'closed'
  if self.ping ~= nil then self.ping:unregister() end
  if connecting and self.failed ~= nil then self.failed(self, ESP32 and -6 or reason) end
  -- event_disconnected() of the ESP32 calls both.
  if (ESP32 or not connecting) and self.handlers.offline ~= nil then self.handlers.offline(self) end
end
function methods:take(kind, body)
  if kind == 0x20 then
    local code = body:byte(2)
    if code ~= 0 then return self:lost(code) end
    self.state = 'connected'
    self.ping = tmr.create()
    self.ping:alarm(self.keepalive * 1000, tmr.ALARM_AUTO, function() self:send(packet(0xc0, '')) end)
    self.ok(self)
  elseif kind == 0x90 then self:answer('subscribed')
  elseif kind == 0x40 then self:answer('published')
  elseif kind >> 4 == 3 then
    local qos = kind >> 1 & 3
    local topic, at = string.unpack('>s2', body)
    local id
    if qos > 0 then id, at = string.unpack('>I2', body, at) end
    if #body <= MESSAGE_LIMIT and self.handlers.message ~= nil then self.handlers.message(self, topic, body:sub(at)) end
    if qos > 0 then self:send(packet(0x40, string.pack('>I2', id))) end
  end
end

-- Called by the host's sockets.
function mqtt_connected(socket)
  local self = clients[socket]
  if self == nil then return end
  local flags, will = 0xc0 + 2 * self.clean, ''
  if self.will ~= nil then
    flags = flags + 4 + 8 * self.will[3] + 32 * self.will[4]
    will = text(self.will[1]) .. text(self.will[2])
  end
  local head = text('MQTT') .. string.char(4, flags) .. string.pack('>I2', self.keepalive)
  self:send(packet(0x10, head .. text(self.id) .. will .. text(self.user) .. text(self.password)))
end
function mqtt_bytes(socket, bytes)
  local self = clients[socket]
  if self == nil then return end
  self.inbox = self.inbox .. bytes
  while clients[socket] == self do
    local length, shift, at = 0, 0, 2
    repeat
      local byte = self.inbox:byte(at)
      if byte == nil then return end
      length = length + ((byte & 127) << shift)
      shift, at = shift + 7, at + 1
    until byte < 128
    if #self.inbox < at + length - 1 then return end
    local kind, body = self.inbox:byte(1), self.inbox:sub(at, at + length - 1)
    self.inbox = self.inbox:sub(at + length)
    self:take(kind, body)
  end
end
function mqtt_closed(socket)
  local self = clients[socket]
  if self ~= nil then self:lost(-5) end
end

mqtt = {}
function mqtt.Client(id, keepalive, user, password, clean)
  return setmetatable({
    id = id:sub(1, 32),
    keepalive = keepalive,
    user = user:sub(1, 32),
    password = password:sub(1, 65),
    clean = clean,
    handlers = {},
    last_id = 0,
  }, { __index = methods })
end
