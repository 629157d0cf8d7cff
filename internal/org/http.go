package org

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

// mayReadTree allows everyone who is signed in with an account: the tree is
// in every form. Devices see only their conference's sites.
func mayReadTree(a access.Actor) error {
	if err := access.SignedIn(a); err != nil {
		return err
	}
	if a.Kind != access.Account {
		return access.Deny("org.read")
	}
	return nil
}

type unitsOutput struct {
	Body struct {
		Units  []Unit  `json:"units"`
		Groups []Group `json:"groups"`
	}
}

// Place is a site of the organisation, as the API names it: a conference
// has sites of its own.
type Place Site

type sitesOutput struct {
	Body struct {
		Sites []Place `json:"sites"`
	}
}

// Routes registers the package's operations.
func (s *Service) Routes(api huma.API) {
	web.Register(api, huma.Operation{
		OperationID: "list-units", Method: http.MethodGet, Path: "/api/units", Tags: []string{"org"},
		Summary: "The organisation's units, past ones too, and its groups",
	}, func(ctx context.Context, _ *struct{}) (*unitsOutput, error) {
		if err := mayReadTree(access.From(ctx)); err != nil {
			return nil, err
		}
		out := &unitsOutput{}
		var err error
		if out.Body.Units, err = s.Units(ctx); err != nil {
			return nil, err
		}
		out.Body.Groups, err = s.Groups(ctx)
		return out, err
	})
	web.Register(api, huma.Operation{
		OperationID: "list-sites", Method: http.MethodGet, Path: "/api/sites", Tags: []string{"org"},
		Summary: "The organisation's sites, by number",
	}, func(ctx context.Context, _ *struct{}) (*sitesOutput, error) {
		if err := mayReadTree(access.From(ctx)); err != nil {
			return nil, err
		}
		out := &sitesOutput{}
		out.Body.Sites = []Place{}
		list, err := s.Sites(ctx)
		for _, x := range list {
			out.Body.Sites = append(out.Body.Sites, Place(x))
		}
		return out, err
	})
}
