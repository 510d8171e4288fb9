// The Swift errors that Lua may still hold. To Lua each is a userdata, which only says at which place in a list it stands.
//
// A finalizer for each would double what it costs to catch an error, and a table with weak values costs half as much
// again. So the allocator asks here about every block it frees that has the size of such a userdata, and this keeps it
// for the next error. An error is let go of when its place is given out again, when the host collects garbage, or when
// the state closes.
#include "clua_internal.h"

#include <stdlib.h>

// What such a userdata holds. With 4 bytes its block has a size that no table, function or thread has.
typedef unsigned place_number;

typedef struct place {
    void *error;
    char *block;             // of the userdata; its memory outlives it
    place_number next_free;  // 0 for none, else counted from 1
} place;

struct clua_raised {
    place *places;
    place_number count, capacity, first_free;
    size_t offset;  // from the start of a block to what the userdata holds
};

typedef struct probe {
    lua_Alloc allocate;
    void *context;
    char *block;
    size_t size;
} probe;

static void *watch_allocation(void *context, void *block, size_t old_size, size_t size) {
    probe *seen = context;
    void *result = seen->allocate(seen->context, block, old_size, size);
    if (block == NULL && old_size == LUA_TUSERDATA) {
        seen->block = result;
        seen->size = size;
    }
    return result;
}

// Lua's headers do not tell how large a userdata's block is, so one is made. It may overdraw, since an error would leave
// the wrong allocator behind.
void clua_prepare_errors(lua_State *L) {
    clua_vm *vm = vm_of(L);
    vm->raised = calloc(1, sizeof *vm->raised);
    if (vm->raised == NULL)
        luaL_error(L, "not enough memory");
    probe seen = {NULL, NULL, NULL, 0};
    seen.allocate = lua_getallocf(L, &seen.context);
    lua_setallocf(L, watch_allocation, &seen);
    vm->hosting = 1;
    place_number *number = lua_newuserdatauv(L, sizeof *number, 0);
    vm->hosting = 0;
    lua_setallocf(L, seen.allocate, seen.context);
    *number = (place_number)-1;
    vm->raised->offset = (size_t)((char *)number - seen.block);
    vm->error_size = seen.size;
    lua_pop(L, 1);
}

// Swift's own way to look into an error, which its compiler calls for `type(of: error)`. Here it costs no copy.
typedef struct error_value {
    const void *value, *type, *conformance;
} error_value;
void swift_getErrorValue(const void *error, void **scratch, error_value *value);

int clua_is_plain(const clua_vm *vm, void *error) {
    void *scratch;
    error_value found;
    swift_getErrorValue(error, &scratch, &found);
    return found.type == vm->plain_error;
}

static place_number take_place(struct clua_raised *raised) {
    place_number number = raised->first_free;
    if (number != 0) {
        raised->first_free = raised->places[number - 1].next_free;
        return number - 1;
    }
    if (raised->count == raised->capacity) {
        raised->capacity = raised->capacity == 0 ? 64 : 2 * raised->capacity;
        raised->places = realloc(raised->places, raised->capacity * sizeof(place));
        if (raised->places == NULL)
            abort();  // as Swift itself does when memory is gone
    }
    raised->places[raised->count] = (place){NULL, NULL, 0};
    return raised->count++;
}

static void let_go(clua_vm *vm, void *error) {
    if (error != NULL)
        vm->release_error(&error);
}

// Making the userdata may run finalizers, and those raise errors of their own: the list can move meanwhile.
void clua_pusherror(lua_State *L, void *error) {
    clua_vm *vm = vm_of(L);
    struct clua_raised *raised = vm->raised;
    place_number index = take_place(raised);
    void *former = raised->places[index].error;
    vm->spare_block = raised->places[index].block;
    place_number *number = lua_newuserdatauv(L, sizeof *number, 0);
    *number = index;
    raised->places[index] = (place){error, (char *)number - raised->offset, 0};
    lua_rawgeti(L, LUA_REGISTRYINDEX, vm->error_metatable);
    lua_setmetatable(L, -2);
    let_go(vm, former);
}

// A script may hold any userdata against this, so only a place that knows the very same block counts.
void **clua_error_at(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(place_number))
        return NULL;
    struct clua_raised *raised = vm_of(L)->raised;
    place_number *number = lua_touserdata(L, index);
    if (*number >= raised->count || raised->places[*number].block != (char *)number - raised->offset)
        return NULL;
    return &raised->places[*number].error;
}

int clua_keep_block(clua_vm *vm, void *block) {
    struct clua_raised *raised = vm->raised;
    place_number index = *(place_number *)((char *)block + raised->offset);
    if (index >= raised->count || raised->places[index].block != block)
        return 0;
    raised->places[index].next_free = raised->first_free;
    raised->first_free = index + 1;
    return 1;
}

void clua_release_errors(clua_vm *vm) {
    struct clua_raised *raised = vm->raised;
    for (place_number number = raised->first_free; number != 0; number = raised->places[number - 1].next_free) {
        place *free_place = &raised->places[number - 1];
        void *error = free_place->error;
        free(free_place->block);
        free_place->error = free_place->block = NULL;
        let_go(vm, error);
    }
}

void clua_close_errors(clua_vm *vm) {
    if (vm->raised == NULL)
        return;
    clua_release_errors(vm);
    free(vm->raised->places);
    free(vm->raised);
    vm->raised = NULL;
}
